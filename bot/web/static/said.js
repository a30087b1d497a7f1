// What a page says of the write before is said once: loading it again does not say it again.
"use strict";
{
  const here = new URL(location.href);
  for (const name of ["xong", "bao", "nhan", "che", "viec", "so", "luc", "dau"]) here.searchParams.delete(name);
  history.replaceState(history.state, "", here);
}
