'use strict';
// The dashboard: the pools once a second from /api/pools, the rate and what happens from /api/events.
// Whatever a server or a container wrote is set as text, never as markup.

const SECONDS = 120;
const EVENTS = 100;
const rates = new Map();   // pool → requests ended in each of the last seconds
const counting = new Map();
const inFlight = new Map(); // server → gateway → requests and when that was said
let token = sessionStorage.getItem('spillway-token');

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

async function ask(path) {
  const used = token;
  const headers = token ? { Authorization: 'Bearer ' + token } : {};
  const answer = await fetch(path, { headers, cache: 'no-store' });
  if (answer.status === 401) {
    if (token === used) token = prompt('The token of this endpoint (management.token)');
    if (!token) throw new Error('a token is required; load the page again to give one');
    sessionStorage.setItem('spillway-token', token);
    return ask(path);
  }
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer;
}

function figure(list, name, value) {
  list.append(element('div', '', element('dt', '', name), element('dd', '', value)));
}

function chart(pool) {
  const values = rates.get(pool) || [];
  const most = Math.max(1, ...values);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${SECONDS - 1} 40`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `requests per second, the last two minutes; at most ${most}`);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  const first = SECONDS - values.length;
  line.setAttribute('points',
    values.map((value, i) => `${first + i},${39 - 38 * value / most}`).join(' '));
  svg.append(line);
  return svg;
}

function serverRow(pool, server) {
  const capacity = server.capacity || pool.maxRequests;
  const full = server.requests >= capacity;
  const fill = element('div', full ? 'fill full' : 'fill');
  fill.style.width = Math.min(100, 100 * server.requests / capacity) + '%';
  const row = element('tr', server.state === 'ready' ? '' : 'off',
    element('td', '', server.name),
    element('td', '', server.state),
    element('td', 'bar', element('div', 'track', fill)),
    element('td', '', `${server.requests} of ${capacity}`),
    element('td', '', server.reason || server.url));
  return row;
}

function poolSection(pool) {
  const ready = pool.servers.filter(server => server.state === 'ready');
  const sum = (servers, of) => servers.reduce((total, server) => total + of(server), 0);
  const figures = element('dl');
  figure(figures, 'servers ready', `${ready.length} of ${pool.minReplicas} to ${pool.maxReplicas}`);
  figure(figures, 'in flight', `${sum(pool.servers, server => server.requests)} of `
    + sum(ready, server => server.capacity || pool.maxRequests));
  figure(figures, 'waiting', pool.queue.length);
  figure(figures, 'requests/s', (rates.get(pool.name) || []).at(-1) ?? 0);
  const section = element('section', '', element('h2', '', pool.name), figures,
    element('table', '', element('tbody', '', ...pool.servers.map(server => serverRow(pool, server)))),
    chart(pool.name));
  section.dataset.pool = pool.name;
  return section;
}

// What gateways said in the last two seconds is newer than what the records know of their last heartbeat.
function newest(server) {
  const said = [...(inFlight.get(server.name) || new Map()).values()]
    .filter(each => Date.now() - each.at < 2000);
  if (said.length) server.requests = said.reduce((sum, each) => sum + each.requests, 0);
  else inFlight.delete(server.name);
}

function say(text) {
  document.getElementById('state').textContent = text;
}

async function second() {
  try {
    const pools = await (await ask('/api/pools')).json();
    for (const pool of pools) {
      pool.servers.forEach(newest);
      const values = rates.get(pool.name) || [];
      values.push(counting.get(pool.name) || 0);
      rates.set(pool.name, values.slice(-SECONDS));
    }
    counting.clear();
    document.getElementById('pools').replaceChildren(...pools.map(poolSection));
    say(new Date().toLocaleTimeString());
  } catch (failure) {
    say('not read: ' + failure.message);
  }
  setTimeout(second, 1000);
}

function heard(address, event) {
  if (address === 'spillway.request-served') {
    counting.set(event.pool, (counting.get(event.pool) || 0) + event.count);
    const gateways = inFlight.get(event.server) || new Map();
    inFlight.set(event.server, gateways.set(event.gateway, { requests: event.inFlight, at: Date.now() }));
    return;
  }
  let text;
  if (address === 'spillway.server') {
    text = `server ${event.server} ${event.state}` + (event.reason ? ': ' + event.reason : '');
  } else if (address === 'spillway.pool' && event.kind !== 'queue') {
    text = `${event.kind} ${event.value || ''} ${event.detail}`;
  } else {
    return;
  }
  const list = document.getElementById('events');
  list.prepend(element('li', '', `${new Date(event.time).toLocaleTimeString()}  ${event.pool}  ${text}`));
  while (list.children.length > EVENTS) list.lastChild.remove();
}

async function listen() {
  try {
    const reader = (await ask('/api/events')).body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    let address = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith('event: ')) address = line.slice(7);
        if (line.startsWith('data: ')) heard(address, JSON.parse(line.slice(6)));
      }
    }
  } catch (failure) {
    console.warn('events ended', failure);
  }
  setTimeout(listen, 1000);
}

listen();
second();
