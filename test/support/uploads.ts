/**
 * Uploads from a browser by signed addresses, wherever the way in is: what browsers send, what becomes of it, and what is
 * refused. Addresses are signed by the SDK that products sign with.
 */
import { randomBytes } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, type TestContext, test } from 'vitest';

export interface Uploads {
  /** Who signs, for one of the store's addresses. */
  signer(by: 'inside' | 'public'): S3Client;
  /** Bucket of which the way in shows objects, and one of which it shows none. */
  readonly bucket: string;
  readonly other: string;
  /** Origin of pages that may send there. */
  readonly pages: string;
  /** What a browser sends to the public address. @param path with its query */
  browser(path: string, question?: Asked): Promise<Answered>;
}

export interface Asked {
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Bytes of an upload. */
export const SIZE = 1000;
/** Seconds for which an address is signed. */
const TERM = 60;

/** Another one each time: what is read afterwards is what was sent, and nothing that lay there. */
export const somebody = (size = SIZE): string => randomBytes(size).toString('hex').slice(0, size);

type Signable = PutObjectCommand | GetObjectCommand | DeleteObjectCommand | ListObjectsV2Command;

/** Signs for a browser. @param late seconds since it has expired @returns path and query of the address */
export async function signed(
  uploads: Uploads,
  command: Signable,
  { late = 0, by = 'public' }: { late?: number; by?: 'inside' | 'public' } = {},
): Promise<string> {
  const url = await getSignedUrl(uploads.signer(by), command as PutObjectCommand, {
    expiresIn: TERM,
    signingDate: new Date(Date.now() - (late > 0 ? TERM + late : 0) * 1000),
  });
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** An address by which an object of SIZE bytes may be sent. */
export const upload = (uploads: Uploads, Key: string, how: Parameters<typeof signed>[2] = {}) =>
  signed(uploads, new PutObjectCommand({ Bucket: uploads.bucket, Key, ContentLength: SIZE }), how);

/** Registers the tests. @param needed skips where there is no way in */
export function uploadsPass(needed: (context: TestContext) => Promise<Uploads>): void {
  test('an upload is what a browser does: it asks first, sends, and reads', async (context) => {
    const uploads = await needed(context);
    const { browser, bucket, pages } = uploads;
    const Key = 'tenant/a (1).pdf';
    const url = await upload(uploads, Key);
    const asks = async (Origin: string) => {
      const headers = {
        Origin,
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'content-type',
      };
      return (await browser(url, { method: 'OPTIONS', headers })).headers['access-control-allow-origin'];
    };
    expect(await asks(pages)).toBe(pages);
    expect(await asks('https://elsewhere.example')).toBeUndefined();
    const body = somebody();
    expect((await browser(url, { method: 'PUT', body, headers: { Origin: pages } })).status).toBe(200);
    const got = await browser(await signed(uploads, new GetObjectCommand({ Bucket: bucket, Key })));
    expect([got.status, got.text]).toEqual([200, body]);
  });

  test('an upload is none by another key, later, larger, signed for elsewhere, or for something else of it', async (context) => {
    const uploads = await needed(context);
    const { browser, bucket } = uploads;
    const url = await upload(uploads, 'mine');
    const put = async (to: string, body = somebody()) => (await browser(to, { method: 'PUT', body })).status;
    expect(await put(url.replace(`/${bucket}/mine`, `/${bucket}/yours`))).toBe(403);
    expect(await put(await upload(uploads, 'mine', { late: 5 }))).toBe(403);
    expect(await put(await upload(uploads, 'mine', { by: 'inside' }))).toBe(403);
    expect(await put(url, somebody(SIZE + 1))).toBe(403);
    expect(await put(url)).toBe(200);
    for (const more of ['acl', 'tagging', 'retention', 'partNumber=1&uploadId=x'])
      expect(await put(`${url}&${more}`)).toBeGreaterThanOrEqual(400);
    expect((await browser(`/${bucket}/mine`)).status).toBe(403);
  });

  test('an upload is all that the address is for, whatever else is signed', async (context) => {
    const uploads = await needed(context);
    const { bucket: Bucket, other } = uploads;
    const elsewhere = await signed(uploads, new GetObjectCommand({ Bucket: other, Key: 'x' }));
    const refused: readonly [string, string][] = [
      ['DELETE', await signed(uploads, new DeleteObjectCommand({ Bucket, Key: 'mine' }))],
      ['GET', await signed(uploads, new ListObjectsV2Command({ Bucket }))],
      ['GET', elsewhere],
      ['GET', elsewhere.replace(`/${other}/`, `/${Bucket}/..%2f${other}/`)],
      ['POST', `/${Bucket}/mine?uploads`],
      ['GET', '/minio/health/live'],
      ['GET', '/'],
    ];
    for (const [method, url] of refused)
      expect([url, (await uploads.browser(url, { method })).status]).toEqual([url, 404]);
  });
}
