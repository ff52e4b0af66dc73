/** What a provider runs is used over TLS, at the addresses that the variables say. */
import { describe, expect, test } from 'vitest';
import type { Unit } from '../../tools/lab/manifests';
import { podTemplate } from '../../tools/lab/pods';
import type { Providers } from '../../tools/node/providers';
import { realNodes } from './lab';
import { unusable } from './reports';
import { settled } from './watching';

/** Registers the tests of an environment that was brought up before. @param providers are there by then */
export function everyProvider(unit: Unit, providers: () => Providers): void {
  const { cluster } = realNodes();
  const { namespace } = unit;

  describe.runIf(
    unit.objects.some((object) => /sslmode=require/.test(JSON.stringify(podTemplate(object) ?? ''))),
  )('databases at a provider', () => {
    test('are asked at every address that they have', () => {
      const silent = providers().databases.flatMap(({ hosts, came }) =>
        hosts.filter((host) => !came.get(host)),
      );
      expect(silent).toEqual([]);
    });

    test('take nobody without TLS', async () => {
      for (const { sql } of providers().databases) {
        expect(await sql('disable', 'SELECT 1')).toMatchObject({
          code: 2,
          stderr: expect.stringMatching('no encryption'),
        });
        expect((await sql('require', 'SELECT 1')).stdout.trim()).toBe('1');
      }
    });

    test('get no word from a client to which they offer no TLS', async () => {
      await providers().offerTls(false);
      const plain = async () =>
        (await unusable(cluster, namespace)).some((text) => /SSL/.test(text)) ? [] : ['nobody minds'];
      try {
        expect(await settled(plain, 30)).toEqual([]);
      } finally {
        await providers().offerTls(true);
      }
      expect(await settled(() => unusable(cluster, namespace), 60)).toEqual([]);
    });
  });
}
