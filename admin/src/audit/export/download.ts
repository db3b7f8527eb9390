/** Makes the browser download an address of this server as a file, without leaving the page. */
export const download = (url: string) => {
  const link = document.createElement('a');
  link.href = new URL(url, globalThis.location.origin).href;
  link.download = '';
  link.click();
};
