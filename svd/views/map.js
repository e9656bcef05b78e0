(function (map, ground) {
    // What never changes is drawn here; map.showFigures then lays the figures over it: fills, words, names and legend.
    const box = map.getContainer();
    box.setAttribute('role', 'group');
    if (map.attributionControl) { map.attributionControl.setPrefix(false); }

    // A polygon of Leaflet can't be reached by keyboard unless it is made focusable; Enter and space then act as a click.
    const makeActive = function (layer, lit) {
        layer.bindTooltip('', {sticky: true, opacity: 1, className: 'ward-tip'});
        // A shape in focus keeps its text open: one that is then hovered takes its place.
        layer.on('tooltipopen', function () {
            map.eachLayer(function (other) { if (other !== layer) { other.closeTooltip(); } });
        });
        layer.on('mouseover', function () { layer.setStyle(lit); });
        layer.on('mouseout', function () { layer.setStyle(layer.atRest); });
        layer.on('add', function () {
            const path = layer.getElement();
            path.setAttribute('tabindex', '0');
            path.setAttribute('role', 'button');
            path.setAttribute('aria-label', layer.words || '');
            path.addEventListener('keydown', function (event) {
                if (event.key === 'Enter' || event.key === ' ') {
                    event.preventDefault();
                    layer.fire('click', {latlng: layer.getBounds().getCenter()}, true);
                }
            });
        });
    };
    const describe = function (layer, told) {
        layer.words = told.words;
        layer.setTooltipContent(told.tip);
        if (layer.getElement()) { layer.getElement().setAttribute('aria-label', told.words); }
    };

    const wards = {};
    L.geoJSON(ground.shapes, {
        interactive: ground.isActive,
        smoothFactor: 0,
        style: ground.style,
        onEachFeature: function (feature, layer) {
            if (!ground.isActive) { return; }
            layer.atRest = ground.style;
            makeActive(layer, ground.hover);
            wards[feature.properties.ward_code] = layer;
        },
    }).addTo(map);
    const borders = L.geoJSON(ground.borders, {interactive: false, smoothFactor: 0, style: ground.line}).addTo(map);

    const legend = L.control({position: 'bottomright'});
    legend.onAdd = function () { return L.DomUtil.create('div', 'map-legend-box'); };
    legend.addTo(map);

    map.showFigures = function (shown, over) {
        box.setAttribute('aria-label', shown.label);
        legend.getContainer().innerHTML = ground.patterns + shown.legend;
        Object.entries(shown.faces).forEach(function ([code, face]) {
            wards[code].setStyle({fillColor: face.fill});
            describe(wards[code], face);
        });
        const spots = {};
        const marked = L.geoJSON(shown.spots, {
            smoothFactor: 0,
            style: function (feature) { return feature.properties.style; },
            onEachFeature: function (feature, layer) {
                layer.atRest = feature.properties.style;
                makeActive(layer, {weight: 4});
                describe(layer, feature.properties);
                spots[feature.properties.key] = layer;
            },
        }).addTo(over);
        const outlines = L.featureGroup().addTo(over);
        shown.lit.forEach(function (key) {
            const layer = wards[key] || spots[key];
            if (!layer) { return; }
            shown.strokes.forEach(function (stroke) {
                const style = Object.assign({opacity: 1, fill: false}, stroke);
                L.geoJSON(layer.toGeoJSON(), {interactive: false, smoothFactor: 0, style: style}).addTo(outlines);
            });
        });
        // Names are plain markers made here: folium's own markers first ask for an icon file, which nobody serves.
        shown.names.forEach(function (name) {
            const icon = L.divIcon({html: name[2], iconSize: [0, 0], className: 'ward-name-place'});
            L.marker([name[0], name[1]], {icon: icon, interactive: false, keyboard: false}).addTo(over);
        });
        over.on('add', function () { borders.bringToFront(); outlines.bringToFront(); });
    };

    const isCovered = function () {
        const sheet = legend.getContainer().getBoundingClientRect();
        const corner = box.getBoundingClientRect();
        return ground.outline.some(function (point) {
            const place = map.latLngToContainerPoint(point);
            return place.x + 8 > sheet.left - corner.left && place.y + 8 > sheet.top - corner.top;
        });
    };
    const fit = function () {
        // As large as the legend allows: it may stand beside the wards, or in a corner that they leave free.
        const sides = Object.assign({animate: false}, ground.sides);
        const most = sides.paddingBottomRight[0];
        for (let right = sides.paddingTopLeft[0]; right < most + 16; right += 16) {
            sides.paddingBottomRight = [Math.min(right, most), ground.sides.paddingBottomRight[1]];
            map.fitBounds(ground.bounds, sides);
            if (!isCovered()) { break; }
        }
    };
    // Names were placed for one zoom; on a map much smaller than that they would cover each other and are left out.
    const hide = function () { box.classList.toggle('is-small', map.getZoom() < ground.zoom - 0.3); };
    map.on('zoomend', hide);
    map.on('resize', fit);
    // Leaflet's style may come after this script, and only then is the legend in its place.
    const settle = function () {
        fit();
        const corner = legend.getContainer().parentNode;
        if (getComputedStyle(corner).position !== 'absolute') { requestAnimationFrame(settle); }
    };
    settle();
    new ResizeObserver(fit).observe(legend.getContainer());
    hide();
})
