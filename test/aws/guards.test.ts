import { AwsError } from '../../handler/aws/aws-error';
import { guarded } from '../../handler/aws/guarded';
import { inTime } from '../../handler/aws/in-time';
import type { Call } from '../../handler/aws/operations';
import { allPages } from '../../handler/aws/pages';
import { virtualClock } from '../local/cloudformation/virtual-clock';

describe('the latch', () => {
  /** Work that takes so long, against a deadline of 10 s. */
  async function raced(takes: number, end: () => string = () => 'worked') {
    const clock = virtualClock();
    const began = clock.now();
    let given: AbortSignal | undefined;
    const work = async (signal: AbortSignal) => {
      given = signal;
      await clock.sleep(takes);
      return end();
    };
    const raced = inTime({ ...clock, deadline: began + 10_000 }, work, () => 'late');
    const outcome = await clock.run(raced.catch((error: unknown) => error));
    return { outcome, after: clock.now() - began, aborted: given?.aborted };
  }

  test.each([
    { because: 'the work ends first', takes: 9999, outcome: 'worked', after: 9999 },
    { because: 'the deadline is first', takes: 10_001, outcome: 'late', after: 10_000 },
    { because: 'nothing ever ends', takes: 1e12, outcome: 'late', after: 10_000 },
  ])('gives "$outcome" and aborts, where $because', async ({ takes, outcome, after }) => {
    expect(await raced(takes)).toEqual({ outcome, after, aborted: true });
  });

  test('passes on how the work failed, and aborts', async () => {
    const error = new Error('Broken');
    const broken = () => {
      throw error;
    };
    expect(await raced(1, broken)).toEqual({ outcome: error, after: 1, aborted: true });
  });

  test('fires at once where the deadline has passed', async () => {
    const clock = virtualClock();
    const overdue = { ...clock, deadline: clock.now() - 4000 };
    expect(
      await clock.run(
        inTime(
          overdue,
          () => new Promise(() => {}),
          () => 'late',
        ),
      ),
    ).toBe('late');
  });
});

describe('the guarded port', () => {
  const caller = { region: 'eu-west-1' };
  const failing = (error: Error) => (() => Promise.reject(error)) as Call;
  const role = { RoleName: 'r' };

  test('names the operation in what AWS refuses, and keeps the rest', async () => {
    const refused = new AwsError('NoSuchBucket', 301, 'Elsewhere', 'us-east-1');
    const call = guarded(failing(refused), new AbortController().signal);
    await expect(call('iam:GetRole', role, caller)).rejects.toEqual(
      new AwsError('NoSuchBucket', 301, 'iam:GetRole: Elsewhere', 'us-east-1'),
    );
  });

  test('leaves other errors as they are', async () => {
    const bug = new TypeError('Broken');
    await expect(guarded(failing(bug), new AbortController().signal)('iam:GetRole', role, caller)).rejects.toBe(bug);
  });

  test('calls nothing once it was aborted', async () => {
    const over = new AbortController();
    const called: string[] = [];
    const call = guarded((async (operation: string) => void called.push(operation)) as Call, over.signal);
    await call('iam:GetRole', role, caller);
    over.abort();
    await expect(call('iam:DeleteRole', role, caller)).rejects.toThrow('Not calling iam:DeleteRole');
    expect(called).toEqual(['iam:GetRole']);
  });
});

describe('all pages of a list', () => {
  interface Page {
    readonly IsTruncated?: boolean;
    readonly Marker?: string;
    readonly items: readonly number[];
  }
  const listed = (pages: Readonly<Record<string, Page>>) =>
    allPages(
      async ({ Marker = 'first' }) => pages[Marker] ?? Promise.reject(new AwsError('NoSuchEntity', 404, 'Gone')),
      ({ items }: Page) => items,
    );

  test.each<[because: string, pages: Readonly<Record<string, Page>>, items: readonly number[]]>([
    ['there is one', { first: { items: [1, 2] } }, [1, 2]],
    [
      'IAM cuts where it likes, even before the first item',
      {
        first: { IsTruncated: true, Marker: 'b', items: [] },
        b: { IsTruncated: true, Marker: 'c', items: [1] },
        c: { IsTruncated: false, items: [2] },
      },
      [1, 2],
    ],
    ['a marker means nothing without more', { first: { IsTruncated: false, Marker: 'b', items: [1] } }, [1]],
    ['more means nothing without a marker', { first: { IsTruncated: true, items: [1] } }, [1]],
  ])('are read in order, where %s', async (_because, pages, items) => {
    expect(await listed(pages)).toEqual(items);
  });

  test.each([{}, { first: { IsTruncated: true, Marker: 'gone', items: [1] } }])(
    'are none where the thing is gone, or goes meanwhile: %j',
    async (pages) => {
      await expect(listed(pages)).rejects.toMatchObject({ code: 'NoSuchEntity' });
    },
  );

  test('are not taken for empty where IAM refuses', async () => {
    const refused = new AwsError('AccessDenied', 403, 'You shall not');
    const list = allPages(
      () => Promise.reject(refused),
      () => [],
    );
    await expect(list).rejects.toBe(refused);
  });
});
