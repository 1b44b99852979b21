/**
 * Whether a text matches an IAM pattern, in which `*` stands for any run of characters and `?` for one. Two pointers
 * and one point to return to: never exponential, since patterns of foreign policies are hostile input.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < text.length; ) {
    if (pattern[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[index]) {
      at += 1;
      index += 1;
    } else if (star !== -1) {
      resume += 1;
      index = resume;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** A text whose own `*` and `?` are no wildcards: control characters, which no policy can hold, stand for them. */
export function literal(text: string): string {
  return text.replaceAll('*', '\u0001').replaceAll('?', '\u0002');
}
