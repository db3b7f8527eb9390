/** Hands bytes to the browser as a download. */
export const saveFile = (blob: Blob, name: string) => {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download holds the bytes from here on; the address is not needed any more.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
