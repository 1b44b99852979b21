interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** All items of an IAM list; IAM may say that there is more with any number of items. */
export async function allPages<P extends Page, T>(
  read: (marker: { Marker?: string }) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
): Promise<readonly T[]> {
  const items: T[] = [];
  let marker: { Marker?: string } = {};
  for (;;) {
    const page = await read(marker);
    items.push(...itemsOf(page));
    if (page.IsTruncated !== true || page.Marker === undefined) return items;
    marker = { Marker: page.Marker };
  }
}
