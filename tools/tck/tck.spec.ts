import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readCases } from './cases.ts';
import { agrees, runTck } from './run.ts';

const TCK = fileURLToPath(new URL('../../../shared/data/dmn-tck', import.meta.url));
const isHere = existsSync(TCK);

const MODEL = `<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">
  <inputData id="i" name="A"><variable name="A" typeRef="number"/></inputData>
  <decision id="d" name="Twice"><variable name="Twice"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>A * 2</text></literalExpression>
  </decision>
</definitions>`;

const testFile = (expected: string) => `<?xml version="1.0"?>
<!-- a case -->
<testCases xmlns="urn:tck" xmlns:xsi="urn:xsi"><modelName>m.dmn</modelName>
  <testCase id="001"><inputNode name="A"><value xsi:type="xsd:decimal">21</value></inputNode>
    <resultNode name="Twice" type="decision"><expected>${expected}</expected></resultNode></testCase>
</testCases>`;

async function whenRunning(expected: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tck-'));
  try {
    writeFileSync(join(folder, 'm.dmn'), MODEL);
    writeFileSync(join(folder, 'm-test-01.xml'), testFile(expected));
    return await runTck(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the DMN TCK runner', () => {
  (isHere || process.env['CI'] === 'true' ? it : it.skip)(
    'gives the answer of the TCK in all 116 cases of compliance level 2',
    async () => {
      expect(isHere).toBe(true);
      expect(await runTck(TCK)).toEqual({ cases: 116, passed: 116, failed: [] });
    },
  );

  it('passes a case whose answer is right', async () => {
    expect(await whenRunning('<value xsi:type="xsd:decimal">42</value>')).toEqual({ cases: 1, passed: 1, failed: [] });
  });

  it('names the case, the value and the expectation when the answer is wrong', async () => {
    expect(await whenRunning('<value xsi:type="xsd:decimal">43</value>')).toEqual({
      cases: 1,
      passed: 0,
      failed: [{ case: 'm-test-01.xml 001 Twice', reason: '42 for 43' }],
    });
  });

  it('reads lists, components, nil, CDATA and entities', () => {
    const { cases } = readCases(
      testFile(
        '<list><item><component name="a&amp;b"><value xsi:type="xsd:string"><![CDATA[<x>]]></value></component></item><item><value xsi:nil="true"/></item></list>',
      ),
    );
    expect(cases[0]?.results).toEqual([{ decision: 'Twice', expected: [{ 'a&b': '<x>' }, null] }]);
  });

  it('tells a number apart from its text, and a structure from one with another part', () => {
    expect(agrees(1, '1')).toBe(false);
    expect(agrees({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(agrees([1, 2], [1, 2 + 1e-10])).toBe(true);
  });
});
