const { existsSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

// As in tally.ts: two runs at once keep apart.
const TALLIES = join('.build', 'reliability', `seed-${process.env.RELIABILITY_SEED}`);

/** Prints what all test files counted, once they have ended: what was tried, and whether every law held. */
module.exports = class Summary {
  onRunStart() {
    rmSync(TALLIES, { recursive: true, force: true });
  }

  onRunComplete() {
    const files = existsSync(TALLIES) ? readdirSync(TALLIES).sort() : [];
    const tallies = files.flatMap((file) => JSON.parse(readFileSync(join(TALLIES, file), 'utf8')));
    const tables = [...new Set(tallies.map(({ table }) => table))].sort();
    for (const table of tables)
      say(
        rendered(
          table,
          tallies.filter((tally) => tally.table === table),
        ),
      );
    say(`Seed: RELIABILITY_SEED=${process.env.RELIABILITY_SEED}`);
  }
};

const say = (text) => process.stderr.write(`\n${text}\n`);

function rendered(table, tallies) {
  const rows = [...new Set(tallies.map(({ row }) => row))];
  const columns = [...new Set(tallies.map(({ column }) => column))];
  const lines = [
    ['', ...columns, 'all'],
    ...rows.map((row) => {
      const inRow = tallies.filter((tally) => tally.row === row);
      const cells = columns.map((column) => cell(inRow.filter((tally) => tally.column === column)));
      return [row, ...cells, cell(inRow)];
    }),
  ];
  const widths = lines[0].map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  const text = lines.map((line) =>
    line
      .map((one, index) => pad(one, widths[index], index))
      .join('  ')
      .trimEnd(),
  );
  return [`${table}: ${verdict(tallies)}`, ...text, ...exceptions(tallies)].join('\n');
}

const pad = (text, width, index) => (index === 0 ? text.padEnd(width) : text.padStart(width));

const sum = (tallies, count) => tallies.reduce((total, tally) => total + count(tally), 0);

function cell(tallies) {
  const broken = sum(tallies, (tally) => tally.broken);
  const tried = sum(tallies, (tally) => tally.tried);
  if (tried === 0) return '-';
  return broken === 0 ? String(tried) : `${tried} (${broken} broken)`;
}

function verdict(tallies) {
  const broken = sum(tallies, (tally) => tally.broken);
  const tried = sum(tallies, (tally) => tally.tried);
  return broken === 0 ? `${tried} tried, all laws held` : `${tried} tried, ${broken} broke a law`;
}

function exceptions(tallies) {
  const names = [...new Set(tallies.flatMap((tally) => Object.keys(tally.exceptions)))].sort();
  return names.map((name) => `  excepted by name: ${name}: ${sum(tallies, (tally) => tally.exceptions[name] ?? 0)}`);
}
