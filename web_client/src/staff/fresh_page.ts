// Reads this page again, as a document. The server draws the list, once, for readers with and without
// a script; here it is only taken over. XMLHttpRequest, because it is the way to have HTML parsed
// that Trusted Types leave open: scripts in it are never run.

/** The page as it is now; null when it could not be had. */
export function readPage(path: string): Promise<Document | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", path);
    request.responseType = "document";
    request.onload = () => {
      // The powers are gone: what stands at this address says so, or that nothing is here.
      if (request.status === 404) location.reload();
      resolve(request.status === 200 ? request.responseXML : null);
    };
    request.onerror = () => resolve(null);
    request.send();
  });
}
