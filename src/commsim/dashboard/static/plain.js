/** Plain values that come as one block of bytes: JSON in UTF-8, which the server sends without looking into it. */

const decoder = new TextDecoder();

/** Return what a block holds. */
export function plain(block) {
  return JSON.parse(decoder.decode(block));
}
