// The page about a machine: looks come as events, and keys and buttons choose what is seen of them.
import { MachineMap } from './map.js';
import { Details } from './details.js';

const find = id => document.getElementById(id);
const modes = ['state', 'application', 'errors', 'temperature', 'drops', 'traffic'];
const keysOfModes = { s: 'state', a: 'application', e: 'errors', t: 'temperature', d: 'drops', r: 'traffic' };
const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const clock = value => new Date(value).toISOString().slice(11, 19);

const map = new MachineMap(find('map'));
const details = new Details();
const view = { map: '', mode: 'state' };
let events = null;
let last = null;
let arrived = performance.now();
let isPast = false;
let problemsShown = '';

function query() {
    return new URLSearchParams(view).toString();
}

/** Asks for the part of the machine that is to be seen. What is there already comes at once. */
function follow() {
    events?.close();
    events = new EventSource(`events?${query()}`);
    events.onmessage = event => {
        arrived = performance.now();
        last = JSON.parse(event.data);
        warn();
        if (isPast) setSlider(last.history);
        else show(last);
    };
    events.onerror = () => {
        arrived = -Infinity;
        warn();
        // A browser does not try again by itself after an answer that was no stream.
        if (events.readyState === EventSource.CLOSED) setTimeout(follow, 1000);
    };
}

/** Says so when nothing comes, whoever is the reason. */
function warn() {
    const age = (performance.now() - arrived) / 1000;
    const banner = find('banner');
    let text = '';
    if (!Number.isFinite(age)) text = 'The program has ended or cannot be reached. Trying again ...';
    else if (last?.isSilent) text = 'The machine does not answer. It is asked again with each look.';
    else if (last && age > Math.max(10, 4 * last.interval)) text = `The last look was ${Math.round(age)} s ago. Waiting for the next one ...`;
    if (banner.textContent !== text) banner.textContent = text;
    banner.hidden = text === '';
}

async function show(look) {
    find('time').textContent = `${clock(look.time)} UTC${look.isPast ? ', in the past' : ''}`;
    document.body.classList.toggle('past', look.isPast);
    find('facts').replaceChildren(...look.facts.map(fact => Object.assign(document.createElement('li'), { textContent: fact })));
    for (const [id, rate] of [['packets', look.packets], ['drops', look.drops]]) {
        find(id).textContent = count.format(rate.perSecond);
        find(`${id}-spark`).textContent = rate.spark;
    }

    find('legend').replaceChildren(look.legend, ...look.shades.map(swatchOf));
    for (const button of find('modes').children) button.setAttribute('aria-pressed', String(button.dataset.mode === look.mode));
    for (const button of find('maps').children) button.setAttribute('aria-pressed', String(button.dataset.map === look.map));
    const board = /^board:(.*)$/.exec(look.map)?.[1];
    find('map-title').textContent = board ? `Board at chip ${board}` : look.map === 'boards' ? 'Boards' : 'Chips';
    find('out').hidden = !board || isOnlyBoard(look);
    for (const button of find('maps').children) button.disabled = isOnlyBoard(look);
    showProblems(look);
    setSlider(look.history);
    await map.show(look);
    find('about').textContent = find('map').matches(':hover') ? find('about').textContent : map.about();
}

/** A shade of the map, with the number from which it is used. */
function swatchOf({ style, from }) {
    const swatch = find('shade').content.firstElementChild.cloneNode(true);
    swatch.classList.add(style);
    swatch.append(from);
    return swatch;
}

const isOnlyBoard = look => look.map.startsWith('board:') && view.map === '';

function showProblems(look) {
    const shown = JSON.stringify([look.problems, look.problemsLeftOut]);
    if (shown === problemsShown) return;
    problemsShown = shown;
    const all = look.problems.length + look.problemsLeftOut;
    find('problems-title').textContent = all === 0 ? 'Problems' : `${count.format(all)} problem${all === 1 ? '' : 's'}, and since when`;
    const items = look.problems.map(problem => {
        const item = document.createElement('li');
        const since = Object.assign(document.createElement('time'), { dateTime: problem.since, textContent: clock(problem.since) });
        const message = document.createElement(problem.place ? 'button' : 'span');
        message.textContent = problem.message;
        if (problem.place) message.addEventListener('click', () => details.open(problem.place));
        item.append(since, message);
        return item;
    });
    if (all === 0) items.push(Object.assign(document.createElement('li'), { className: 'good', textContent: 'Nothing is wrong.' }));
    if (look.problemsLeftOut > 0) items.push(Object.assign(document.createElement('li'), { textContent: `and ${count.format(look.problemsLeftOut)} more` }));
    find('problems').replaceChildren(...items);
}

function setSlider(history) {
    const slider = find('slider');
    slider.disabled = !history || history.count < 2;
    if (!history) return;
    slider.min = history.oldest;
    slider.max = history.newest;
    if (!isPast) {
        slider.value = history.newest;
        find('past-time').textContent = 'now';
    }
}

/** Shows the heat of the routers as it was. */
async function showPast() {
    const slider = find('slider');
    if (Number(slider.value) >= Number(slider.max)) {
        showNow();
        return;
    }

    isPast = true;
    const time = Math.round(Number(slider.value));
    find('past-time').textContent = `${clock(time)} UTC`;
    const answer = await fetch(`past?${query()}&time=${time}`);
    if (answer.ok && isPast) await show(await answer.json());
}

function showNow() {
    isPast = false;
    if (last) show(last);
}

function setMode(mode) {
    if (!modes.includes(mode)) return;
    view.mode = mode;
    if (isPast && mode !== 'drops' && mode !== 'traffic') isPast = false;
    if (isPast) showPast();
    follow();
}

function setMap(name) {
    view.map = name;
    if (isPast) showPast();
    follow();
}

function goIn(id) {
    if (!id) return;
    if (map.name === 'boards') setMap(`board:${id}`);
    else details.open(id);
}

function goOut() {
    if (details.isOpen) details.out();
    else if (find('filter').value !== '') setFilter('');
    else if (map.name?.startsWith('board:') && !find('out').hidden) setMap('boards');
}

function setFilter(text) {
    find('filter').value = text;
    map.filter(text);
}

const actions = {
    ArrowLeft: () => map.move(-1, 0), ArrowRight: () => map.move(1, 0), ArrowUp: () => map.move(0, 1), ArrowDown: () => map.move(0, -1),
    Enter: () => goIn(map.chosen), Escape: goOut,
    c: () => !find('maps').children[0].disabled && setMap(map.name === 'chips' ? 'boards' : 'chips'),
    u: () => details.isOpen && details.open(details.place),
    '/': () => find('filter').focus(),
};

document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target === find('filter')) {
        if (event.key === 'Escape') setFilter('');
        if (event.key === 'Enter' || event.key === 'Escape') find('map').focus();
        return;
    }

    // Buttons and the slider have keys of their own.
    if ((target.tagName === 'BUTTON' && event.key === 'Enter') || (target === find('slider') && event.key.startsWith('Arrow'))) return;
    const action = keysOfModes[event.key] ? () => setMode(keysOfModes[event.key]) : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
});

map.onAbout = text => { find('about').textContent = text; };
map.onEnter = goIn;
find('modes').addEventListener('click', event => setMode(event.target.closest('button')?.dataset.mode));
find('maps').addEventListener('click', event => event.target.closest('button') && setMap(event.target.closest('button').dataset.map));
find('out').addEventListener('click', () => setMap('boards'));
find('filter').addEventListener('input', () => setFilter(find('filter').value));
find('slider').addEventListener('input', showPast);
find('now').addEventListener('click', showNow);
addEventListener('pagehide', () => events?.close());
setInterval(warn, 1000);

const name = await fetch('name').then(answer => answer.json());
find('name').textContent = name.name;
document.title = `${name.name} - SpiNNaker`;
follow();
