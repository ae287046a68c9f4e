"use strict";
// Opens the terminal when its font is there, since the cells are measured by it, and gives it the keys.
const address = new URL(location.href);
const terminal = document.getElementById("terminal");
terminal.dataset.sessionWebsocketUrl = new URL("ws", address).href.replace(/^http/, "ws").split("?")[0];
const size = Number(address.searchParams.get("fontsize"));
if (size >= 6 && size <= 72) terminal.dataset.fontSize = String(size);
if (address.searchParams.has("key")) {
  address.searchParams.delete("key"); // the cookie has it now; in the address it could be read over a shoulder
  history.replaceState(null, "", address);
}
document.getElementById("again").addEventListener("click", () => location.reload());

const open = window.onload;
window.onload = async (event) => {
  const faces = ["", "bold ", "italic ", "italic bold "].map((face) => document.fonts.load(`${face}16px "Roboto Mono"`));
  await Promise.race([Promise.allSettled(faces), new Promise((done) => setTimeout(done, 3000))]);
  open(event);
  const keys = () => document.querySelector(".xterm-helper-textarea")?.focus();
  keys();
  window.addEventListener("focus", keys);
};
