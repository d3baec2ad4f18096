// A link to an entry of evidence opens it, and everything opens for the find-in-page of old browsers.
function reveal() {
  var at = location.hash && document.getElementById(location.hash.slice(1));
  if (at && at.closest("details")) {
    at.closest("details").open = true;
    at.scrollIntoView({ block: "start" });
  }
}
addEventListener("hashchange", reveal);
document.addEventListener("click", function (event) {
  var link = event.target.closest && event.target.closest("a[href^='#e']");
  if (link && link.getAttribute("href") === location.hash) reveal();
});
reveal();
