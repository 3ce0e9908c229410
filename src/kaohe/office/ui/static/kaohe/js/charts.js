'use strict';
// Charts: the library is fetched when a page has one; colours come from the page's tokens.
(() => {
  let library = null;
  const mounted = new Map();
  const load = (address) => {
    library ||= new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  };

  const theme = () => {
    const style = getComputedStyle(document.documentElement);
    const token = (name) => style.getPropertyValue(name).trim();
    const text = token('--k-neutral');
    const axis = { axisLabel: { color: text }, nameTextStyle: { color: text }, axisLine: { lineStyle: { color: text } },
      splitLine: { lineStyle: { color: token('--k-line') } } };
    return {
      color: ['--k-action', '--k-neutral', '--k-ok', '--k-risk'].map(token).concat('#7a4fa3', '#00798c', '#a05a2c', '#5b6c2a'),
      backgroundColor: 'transparent',
      textStyle: { color: text, fontFamily: getComputedStyle(document.body).fontFamily },
      legend: { textStyle: { color: text } },
      categoryAxis: { ...axis, splitLine: { show: false } },
      valueAxis: axis,
      visualMap: { textStyle: { color: text }, color: [token('--k-action'), token('--k-action-soft')] },
      tooltip: { backgroundColor: token('--k-sheet'), textStyle: { color: style.getPropertyValue('--tblr-body-color').trim() } },
    };
  };

  // A series that stands for a state bears the colour of its tone, the same as the badges.
  const toned = (option) => {
    const style = getComputedStyle(document.documentElement);
    for (const series of option.series || []) {
      if (series.tone) series.itemStyle = { ...series.itemStyle, color: style.getPropertyValue(`--k-${series.tone}`).trim() };
    }
    return option;
  };

  const draw = async (figure) => {
    const canvas = figure.querySelector('.kaohe-chart-canvas');
    if (mounted.has(canvas)) return;
    mounted.set(canvas, null);
    await load(figure.dataset.library);
    const chart = window.echarts.init(canvas, theme(), { renderer: 'canvas' });
    chart.setOption(toned(JSON.parse(figure.querySelector('script[type="application/json"]').textContent)));
    mounted.set(canvas, chart);
    new ResizeObserver(() => chart.resize()).observe(canvas);
    figure.dataset.drawn = 'yes';
  };

  const sweep = () => {
    for (const [canvas, chart] of mounted) {
      if (!canvas.isConnected) { chart?.dispose(); mounted.delete(canvas); }
    }
  };
  document.addEventListener('htmx:load', (event) => {
    sweep();
    event.detail.elt.querySelectorAll('[data-chart]').forEach(draw);
  });
  document.addEventListener('kaohe:theme', () => {
    for (const canvas of [...mounted.keys()]) {
      mounted.get(canvas)?.dispose();
      mounted.delete(canvas);
      if (canvas.isConnected) draw(canvas.closest('[data-chart]'));
    }
  });
})();
