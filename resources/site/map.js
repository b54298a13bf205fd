'use strict'
{
  const { L } = window
  const place = document.getElementById('map')
  const words = JSON.parse(place.dataset.labels)
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

  const popupOf = (cell) => {
    const popup = document.createElement('div')
    const head = document.createElement('strong')
    head.textContent = [
      cell.open > 0 ? `${cell.open} ${words.open}` : '',
      cell.closed > 0 ? `${cell.closed} ${words.closed}` : '',
    ]
      .filter(Boolean)
      .join(', ')
    popup.append(head)
    for (const [name, n] of cell.categories) {
      const line = document.createElement('div')
      line.textContent = `${name || words.other}: ${n}`
      popup.append(line)
    }
    return popup
  }

  const draw = (data) => {
    const map = L.map(place, { attributionControl: false, zoomControl: false, minZoom: 8, maxZoom: 15 })
    L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map)
    const outline = L.geoJSON(
      data.areas.map(({ name, geometry }) => ({ type: 'Feature', geometry, properties: { name } })),
      {
        interactive: false,
        style: { color: colour('--line'), weight: 1, fillColor: colour('--paper'), fillOpacity: 0.6 },
      },
    ).addTo(map)
    const names = L.layerGroup()
    outline.eachLayer((layer) => {
      if (!layer.feature.properties.name) return
      const name = document.createElement('span')
      name.textContent = layer.feature.properties.name
      names.addLayer(
        L.tooltip({ permanent: true, direction: 'center', className: 'district-name' })
          .setLatLng(layer.getBounds().getCenter())
          .setContent(name),
      )
    })
    const [west, south, east, north] = data.bbox
    const ground = outline.getBounds()
    map.fitBounds(
      ground.isValid()
        ? ground
        : [
            [south, west],
            [north, east],
          ],
    )
    // Names over one another tell nothing.
    const showNames = () => (map.getZoom() >= 12 ? map.addLayer(names) : map.removeLayer(names))
    map.on('zoomend', showNames)
    showNames()
    for (const cell of data.cells) {
      const isOpen = cell.open > 0
      L.circleMarker([cell.lat, cell.lon], {
        radius: 6 + Math.min(12, 2 * Math.sqrt(cell.open + cell.closed)),
        color: colour(isOpen ? '--accent' : '--done'),
        weight: 2,
        dashArray: isOpen ? null : '3',
        fillOpacity: isOpen ? 0.55 : 0.15,
      })
        .bindPopup(popupOf(cell))
        .addTo(map)
    }
  }

  fetch('points.json')
    .then((answer) => answer.json())
    .then(draw)
}
