// Shows what waits for a member of staff, in words others may see, and leads into the console.
"use strict";
const root = location.pathname.split("/can-bo/")[0]; // "", or /w/<ward>
self.addEventListener("push", (event) => event.waitUntil((async () => {
  const told = event.data.json();
  await registration.showNotification(told.title, {
    body: told.body, lang: "vi", icon: `${root}/bieu-tuong/192.png`, data: { url: root + told.url },
  });
})()));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const asked = new URL(event.notification.data.url, location.origin);
    const to = asked.origin === location.origin ? asked.href : `${root}/can-bo`;
    await clients.openWindow(to);
  })());
});
