// SPDX-License-Identifier: MPL-2.0

package simulator

import "strings"

// Responses of the look-ups under /config. None is paged.

type productItem struct {
	ID          string `json:"incident_product_category_id"`
	Name        string `json:"incident_product_category_name"`
	Desc        string `json:"incident_product_category_desc"`
	Acronym     string `json:"incident_product_category_acronym"`
	SupportPlan bool   `json:"can_use_support_plan"`
}

func (p *product) item(english bool) productItem {
	return productItem{p.ID, p.Name.in(english), p.Desc.in(english), p.Acronym, p.SupportPlan}
}

func (s *Simulator) listCategories(c *call) (any, *apiError) {
	catalog, items := s.store.catalog, []object{}
	for _, t := range catalog.SubTypes {
		products := []productItem{}
		for _, p := range catalog.Products {
			if p.SubType == t.ID {
				products = append(products, p.item(c.english))
			}
		}
		nested, _ := shown(catalog, ProductList, products)
		items = append(items, object{
			"incident_sub_type_id": t.ID, "incident_sub_type_name": t.Name.in(c.english),
			"incident_product_category_list": nested,
		})
	}
	list, total := shown(catalog, CategoryList, items)
	return object{"total_count": s.number(total), "incident_sub_type_list": list}, nil
}

func (s *Simulator) listProducts(c *call) (any, *apiError) {
	name := strings.ToLower(first(c.query["product_category_name"]))
	items := []productItem{}
	for _, p := range s.store.catalog.Products {
		item := p.item(c.english)
		if strings.Contains(strings.ToLower(item.Name), name) {
			items = append(items, item)
		}
	}
	list, total := shown(s.store.catalog, ProductList, items)
	return object{"total_count": s.number(total), "incident_product_category_list": list}, nil
}

func (s *Simulator) listProblems(c *call) (any, *apiError) {
	productID, subTypeID := first(c.query["product_category_id"]), first(c.query["incident_sub_type_id"])
	items := []object{}
	for _, p := range s.store.catalog.Products {
		if (productID != "" && p.ID != productID) || (subTypeID != "" && p.SubType != subTypeID) {
			continue
		}
		for _, q := range p.Problems {
			items = append(items, object{
				"business_type_id": q.ID, "business_type_name": q.Name.in(c.english),
				"case_type": q.CaseType, "can_use_support_plan": q.SupportPlan,
			})
		}
	}
	list, total := shown(s.store.catalog, ProblemList, items)
	return object{"total_count": s.number(total), "incident_business_type_list": list}, nil
}

func (s *Simulator) listRegions(c *call) (any, *apiError) {
	items := []object{}
	for _, r := range s.store.catalog.Regions {
		items = append(items, object{
			"region_id": r.ID, "region_name": r.Name.in(c.english), "type": r.Type, "is_sensitive": boolToInt(r.Sensitive),
		})
	}
	list, total := shown(s.store.catalog, RegionList, items)
	return object{"total_count": s.number(total), "data_center_list": list}, nil
}

func (s *Simulator) listAreaCodes(c *call) (any, *apiError) {
	items := []object{}
	for _, a := range s.store.catalog.AreaCodes {
		items = append(items, object{"id": a.ID, "area_code": a.Code, "area_name": a.Name.in(c.english)})
	}
	list, _ := shown(s.store.catalog, AreaCodeList, items)
	return object{"area_code_list": list}, nil
}

// severitiesShown reports whether a ticket of the kind may have a severity.
func (s *Simulator) severitiesShown(p *product, q *problem) bool {
	return s.store.account.supportPlan && p.SupportPlan && q.SupportPlan
}

func (s *Simulator) listSeverities(c *call) (any, *apiError) {
	p := s.store.catalog.product(first(c.query["product_category_id"]))
	if p == nil {
		return nil, invalid("product_category_id")
	}
	q, _ := s.store.catalog.problem(first(c.query["business_type_id"]))
	if q == nil {
		return nil, reject(codeProblemType)
	}
	items, show := []object{}, s.severitiesShown(p, q)
	if show {
		for _, v := range s.store.catalog.Severities {
			items = append(items, object{
				"severity_id": v.ID, "severity_name": v.Name.in(c.english), "language": c.language(),
			})
		}
	}
	list, _ := shown(s.store.catalog, SeverityList, items)
	return object{"show": show, "severity_list": list}, nil
}

func (s *Simulator) listTemplates(c *call) (any, *apiError) {
	q, _ := s.store.catalog.problem(first(c.query["business_type_id"]))
	if q == nil {
		return nil, reject(codeProblemType)
	}
	items := []object{}
	for _, t := range q.Templates {
		items = append(items, object{
			"incident_template_id": t.ID, "incident_template_name": t.Name.in(c.english),
			"incident_template_content": t.Content.in(c.english),
		})
	}
	list, total := shown(s.store.catalog, TemplateList, items)
	return object{"total_count": s.number(total), "incident_template_list": list}, nil
}

func (s *Simulator) listExtendsParams(c *call) (any, *apiError) {
	q, _ := s.store.catalog.problem(first(c.query["business_type_id"]))
	if q == nil {
		return nil, reject(codeProblemType)
	}
	params, common := []object{}, []object{}
	for _, p := range q.ExtendsParams {
		params = append(params, object{
			"param_key": p.Key, "param_name": p.Name.in(c.english), "param_desc": p.Desc.in(c.english),
			"tips": p.Tips.in(c.english), "param_type": p.Type, "required": boolToInt(p.Required), "length": p.Length,
			"min_value": p.Min, "max_value": p.Max, "default_value": p.Default, "select_item": p.SelectItem,
			"is_show": 1, "is_sensitive": boolToInt(p.Sensitive), "language": c.language(),
		})
	}
	for _, p := range q.CommonParams {
		common = append(common, object{
			"param_key":   p.Key,
			"param_name":  p.Name.in(c.english),
			"is_show":     boolToInt(p.Show),
			"is_required": boolToInt(p.Required),
		})
	}
	list, _ := shown(s.store.catalog, ExtendsParamList, params)
	shared, _ := shown(s.store.catalog, ExtendsParamList, common)
	return object{"extends_params": list, "common_params": shared}, nil
}

func (s *Simulator) listDimensions(c *call) (any, *apiError) {
	items := []object{}
	for _, d := range s.store.catalog.Dimensions {
		items = append(items, object{
			"satisfaction_id": d.ID, "satisfaction_name": d.Name.in(c.english), "satisfaction_desc": d.Desc.in(c.english),
			"value": d.Value, "per_value": d.PerValue, "sat_category_id": d.Category,
		})
	}
	list, total := shown(s.store.catalog, SatisfactionDimensionList, items)
	return object{"total_count": s.number(total), "satisfaction_dimension_list": list}, nil
}

// language returns the language of the response.
func (c *call) language() string {
	if c.english {
		return "en-us"
	}
	return "zh-cn"
}
