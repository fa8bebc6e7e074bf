module github.com/servicetickets/terraform-provider-osm/internal/browser

go 1.26.0

replace github.com/servicetickets/terraform-provider-osm => ../..

require (
	github.com/chromedp/chromedp v0.23.1
	github.com/servicetickets/terraform-provider-osm v0.0.0-00010101000000-000000000000
)

require (
	github.com/chromedp/cdproto v0.160.1 // indirect
	github.com/go-json-experiment/json v0.0.0-20260214004413-d219187c3433 // indirect
)
