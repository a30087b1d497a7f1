// Shows what waits for a member of staff, in words others may see, and leads into the console.
"use strict";
self.addEventListener("push", (event) => event.waitUntil((async () => {
  const told = event.data.json();
  await registration.showNotification(told.title, {
    body: told.body, lang: "vi", icon: "/bieu-tuong/192.png", data: { url: told.url },
  });
})()));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const asked = new URL(event.notification.data.url, location.origin);
    const to = asked.origin === location.origin ? asked.href : "/can-bo";
    await clients.openWindow(to);
  })());
});
