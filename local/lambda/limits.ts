/**
 * Kilobytes that each bundle may have, some tenth above what it has. V8 reads all of it before the first request, which is most
 * of what a cold start takes beyond Node.js itself (docs/performance.md): what adds a tenth is to be noticed.
 */
export const limits: Readonly<Record<string, number>> = {
  Function: 225,
  UndeliveredFunction: 42,
  WatchFunction: 182,
};
