// Reads one of the house's own pages as a document. XMLHttpRequest, because it is the way to have
// HTML parsed that Trusted Types leave open: scripts in it are never run.

/** The page as it is now; null when it could not be had. */
export function readPage(path: string): Promise<Document | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", path);
    request.responseType = "document";
    request.onload = () => resolve(request.status === 200 ? request.responseXML : null);
    request.onerror = () => resolve(null);
    request.send();
  });
}
