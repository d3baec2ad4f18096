// A link to an entry of evidence opens it and puts the reader, and the keyboard, there.
function reveal() {
  var at = location.hash && document.getElementById(location.hash.slice(1));
  if (at && at.tagName === "SUMMARY") {
    at.parentNode.open = true;
    at.scrollIntoView({ block: "start" });
    at.focus({ preventScroll: true });
  }
}
addEventListener("hashchange", reveal);
document.addEventListener("click", function (event) {
  var link = event.target.closest && event.target.closest("a[href^='#e']");
  if (link && link.getAttribute("href") === location.hash) reveal();
});
reveal();
