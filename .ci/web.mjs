// Tries the page of 'spinnman web' in a browser: node .ci/web.mjs FOLDER, which gets pictures of what was tried.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { browserPath, openBrowser, startMachine, startPage } from './browser/browser.mjs';

const folder = process.argv[2];
let passed = 0;
let failed = 0;
const complaints = [];

if (!browserPath) {
    console.log('There is no Chromium.\n0 passed, 0 failed, 1 skipped');
    process.exit(0);
}

async function check(name, act) {
    try {
        await act();
        passed++;
        console.log(`ok      ${name}`);
    } catch (error) {
        failed++;
        console.log(`FAILED  ${name}\n${error.stack}`);
    }
}

const { context, close } = await openBrowser({ width: 1440, height: 900 });

/** Opens a page, and notes everything that the browser complains about or asks of others. */
async function open(url) {
    const page = await context.newPage();
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.message));
    page.on('request', request => !request.url().startsWith(url) && !request.url().startsWith('data:') && complaints.push(`asked for ${request.url()}`));
    await page.goto(url);
    await page.waitForSelector('#map .cell');
    return page;
}

const cell = id => `#map .cell[data-id="${id}"]`;
const mark = (page, id) => page.locator(`${cell(id)} text`).textContent();
const shot = (page, name) => page.screenshot({ path: join(folder, `${name}.png`), timeout: 300_000 });
const mode = (page, name) => page.waitForSelector(`#map[data-mode="${name}"]`);
const lookNumber = page => page.locator('#map').getAttribute('data-number').then(Number);

// Three by two triads: 18 boards, with a program that fails on one chip.
const machine = await startMachine('3x2', '127.0.248.9', '--place', '9,5,3=crash');
const web = await startPage(machine.host, '--interval', '1');
const page = await open(web.url);

await check('the map has a hexagon for each board', async () => {
    assert.equal(await page.locator('#map .cell').count(), 18);
    assert.match(await page.locator('#facts').textContent(), /18 boards, 864 chips/);
    assert.match(await page.title(), /SpiNNaker/);
});

await check('a core in error shows on its board, by letters and not by colour alone', async () => {
    assert.equal(await mark(page, '8,4'), '!1');
    assert.match(await page.locator('#problems').textContent(), /core 9,5,3/);
    await shot(page, 'error');
});

await check('each button and each key shows another property', async () => {
    for (const [key, name] of [['a', 'application'], ['e', 'errors'], ['t', 'temperature'], ['d', 'drops'], ['r', 'traffic'], ['s', 'state']]) {
        await page.keyboard.press(key);
        await mode(page, name);
        assert.equal(await page.locator(`#modes [data-mode="${name}"]`).getAttribute('aria-pressed'), 'true');
    }

    await page.click('#modes [data-mode="temperature"]');
    await mode(page, 'temperature');
    assert.equal(await mark(page, '0,0'), '?');
    await page.click('#modes [data-mode="state"]');
    await mode(page, 'state');
});

await check('the shades of traffic are told below the map', async () => {
    await page.keyboard.press('r');
    await mode(page, 'traffic');
    assert.equal(await page.locator('#legend .shade').count(), 5);
    assert.match(await page.locator('#legend').textContent(), /packets of applications.*low.*100\+.*1k\+/);
    const fills = await page.locator('#legend .shade polygon').evaluateAll(shades => shades.map(shade => getComputedStyle(shade).fill));
    assert.equal(new Set(fills).size, 5);
    await page.keyboard.press('s');
    await mode(page, 'state');
    assert.equal(await page.locator('#legend .shade').count(), 0);
});

await check('the pointer over a board tells about it', async () => {
    await page.hover(cell('4,8'));
    await page.waitForFunction(() => document.getElementById('about').textContent.includes('board at chip 4,8'));
});

await check('clicks lead from the machine to a board, a chip and a core', async () => {
    await page.click(cell('8,4'));
    await page.waitForSelector('#map[data-map="board:8,4"]');
    assert.equal(await page.locator('#map .cell').count(), 48);
    assert.equal(await mark(page, '9,5'), '!1');
    await page.click(cell('9,5'));
    await page.waitForFunction(() => document.getElementById('details').textContent.includes('RunTimeException'));
    assert.match(await page.locator('#details').textContent(), /SDRAM/);
    await page.click('#cores button:nth-child(4)');
    await page.waitForFunction(() => document.getElementById('details').textContent.includes('Registers'));
    assert.equal(await page.locator('#details-title').textContent(), 'Core 9,5,3');
    await shot(page, 'core');
});

await check('Escape leads back, and arrows and Enter lead in again', async () => {
    await page.locator('#map').focus();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.getElementById('details-title').textContent === 'Chip 9,5');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForSelector('#map[data-map="boards"]');
    await page.keyboard.press('ArrowUp');
    const first = await page.locator('#map .chosen').getAttribute('data-id');
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await page.locator('#map .chosen').getAttribute('data-id'), first);
    const chosen = await page.locator('#map .chosen').getAttribute('data-id');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`#map[data-map="board:${chosen}"]`);
    await page.click('#out');
    await page.waitForSelector('#map[data-map="boards"]');
});

await check('the chips of the whole machine are a grid', async () => {
    await page.keyboard.press('c');
    await page.waitForSelector('#map[data-map="chips"]');
    await page.waitForFunction(() => document.querySelectorAll('#map .cell').length === 864);
    await shot(page, 'chips');
    await page.click('#maps [data-map="boards"]');
    await page.waitForSelector('#map[data-map="boards"]');
    await page.waitForFunction(() => document.querySelectorAll('#map .cell').length === 18);
});

await check('a filter leaves what fits it', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('RunTimeException');
    await page.waitForFunction(() => document.querySelectorAll('#map .cell.hidden').length === 17);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#map .cell.hidden').count(), 0);
});

await check('a board that falls silent shows within two looks, and goes when it answers again', async () => {
    const before = await lookNumber(page);
    machine.type('mute 5');
    await page.waitForFunction(() => [...document.querySelectorAll('#problems li')].some(item => item.textContent.includes('does not answer')));
    // The look that was going on when it fell silent does not count.
    assert.ok(await lookNumber(page) <= before + 3, `${before} and ${await lookNumber(page)}`);
    assert.equal(await page.locator('#map .cell.red text', { hasText: /^x$/ }).count(), 1);
    await shot(page, 'faults');
    const silent = await lookNumber(page);
    machine.type('unmute 5');
    await page.waitForFunction(() => ![...document.querySelectorAll('#problems li')].some(item => item.textContent.includes('does not answer')));
    assert.ok(await lookNumber(page) <= silent + 3, `${silent} and ${await lookNumber(page)}`);
});

await check('the slider shows the heat of before, and leads back to now', async () => {
    await page.locator('#slider').evaluate(slider => {
        slider.value = slider.min;
        slider.dispatchEvent(new Event('input'));
    });
    await page.waitForSelector('body.past');
    assert.match(await page.locator('#past-time').textContent(), /^\d\d:\d\d:\d\d UTC$/);
    assert.match(await page.locator('#map').getAttribute('data-mode'), /drops|traffic/);
    await page.click('#now');
    await page.waitForSelector('body:not(.past)');
});

await check('the whole machine may fall silent: the page says so, and goes on when it answers', async () => {
    machine.type('mute all');
    await page.waitForFunction(() => document.getElementById('banner').textContent.includes('does not answer'));
    await shot(page, 'silent');
    machine.type('unmute all');
    await page.waitForFunction(() => document.getElementById('banner').hidden);
});

await check('it prints without its buttons, on few sheets', async () => {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('nav').isVisible(), false);
    assert.equal(await page.locator('#past').isVisible(), false);
    assert.equal(await page.locator('#map svg').isVisible(), true);
    const paper = await page.pdf({ path: join(folder, 'page.pdf'), format: 'A4' });
    assert.ok((paper.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length <= 2);
    await page.emulateMedia({ media: 'screen' });
});

await check('it fits a telephone', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await shot(page, 'narrow');
    await page.setViewportSize({ width: 1440, height: 900 });
});

await check('a second page sees the same machine', async () => {
    const second = await open(web.url);
    assert.equal(await second.locator('#map .cell').count(), 18);
    await second.close();
});

await check('the browser complained of nothing, and asked nobody else', async () => assert.deepEqual(complaints, []));

await check('Ctrl-C ends the program with pages open, and they say so', async () => {
    assert.equal(await web.stop(), 0);
    await page.waitForFunction(() => document.getElementById('banner').textContent.includes('has ended'));
});

await machine.stop();
await page.close();

// As large a machine as is asked for: 20 by 20 triads are 1,200 boards.
const size = process.env.WEB_TRIADS ?? '20x20';
const [across, up] = size.split('x').map(Number);
const large = await startMachine(size, '127.16.0.9');
const largeWeb = await startPage(large.host, '--interval', '2');
await check(`${3 * across * up} boards fit on the page`, async () => {
    const view = await open(largeWeb.url);
    assert.equal(await view.locator('#map .cell').count(), 3 * across * up);
    assert.ok(await view.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const before = await lookNumber(view);
    await view.waitForFunction(number => Number(document.getElementById('map').dataset.number) > number, before);
    await shot(view, 'large');
    await view.click(cell('8,4'));
    await view.waitForSelector('#map[data-map="board:8,4"]');
    await view.close();
});
await largeWeb.stop();
await large.stop();
await close();
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed === 0 ? 0 : 1);
