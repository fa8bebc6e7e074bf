// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

func text(s string) knownvalue.Check  { return knownvalue.StringExact(s) }
func number(n int64) knownvalue.Check { return knownvalue.Int64Exact(n) }
func truth(b bool) knownvalue.Check   { return knownvalue.Bool(b) }
func length(n int) knownvalue.Check   { return knownvalue.ListSizeExact(n) }
func entry(n int, c object) knownvalue.Check {
	return knownvalue.ListPartial(map[int]knownvalue.Check{n: knownvalue.ObjectExact(c)})
}

type object = map[string]knownvalue.Check

// both returns the steps that show a data source in English and in Chinese.
func both(env *acctest.Env, l lookUp, english, chineseValues object) []resource.TestStep {
	return []resource.TestStep{
		shows(env.Provider()+l.with(), l.typ, english),
		shows(env.Provider(chinese)+l.with(), l.typ, chineseValues),
	}
}

func lookUpOf(t *testing.T, typ string) lookUp {
	t.Helper()
	for _, l := range lookUps {
		if l.typ == typ {
			return l
		}
	}
	t.Fatalf("no look-up %s", typ)
	return lookUp{}
}

func productEntry(id, name, desc, acronym string, plan bool) object {
	return object{
		"incident_product_category_id":      text(id),
		"incident_product_category_name":    text(name),
		"incident_product_category_desc":    text(desc),
		"incident_product_category_acronym": text(acronym),
		"can_use_support_plan":              truth(plan),
	}
}

func TestAccCaseCategories_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	kind := func(name string, product object) object {
		return object{"case_categories": entry(0, object{
			"incident_sub_type_id":   text(simulator.SubTypeService),
			"incident_sub_type_name": text(name),
			"product_categories":     entry(0, product),
		})}
	}
	l := lookUpOf(t, "osm_case_categories")
	steps := both(env, l,
		kind("Technical", productEntry(simulator.ProductServer, "Elastic Cloud Server", "Virtual machines", "ECS", true)),
		kind("技术支持", productEntry(simulator.ProductServer, "弹性云服务器", "云主机", "ECS", true)))
	env.InProcess(append(steps, during(func() { env.NullList(simulator.ProductList) },
		shows(env.Provider()+l.with(), l.typ, object{"case_categories": knownvalue.ListPartial(map[int]knownvalue.Check{
			0: knownvalue.ObjectPartial(object{"product_categories": length(0)})})})))...)
}

func TestAccProductCategories_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	l := lookUpOf(t, "osm_product_categories")
	env.InProcess(append(both(env, l,
		object{"product_categories": entry(5,
			productEntry(simulator.ProductUserCentre, "User Centre", "Account and real-name authentication", "UC", false))},
		object{"product_categories": entry(5,
			productEntry(simulator.ProductUserCentre, "用户中心", "账号与实名认证", "UC", false))}),
		shows(env.Provider()+l.with(`product_category_name = "storage"`, `name = "Object Storage Service"`), l.typ,
			object{"product_categories": length(1), "id": text(simulator.ProductStorage)}),
		shows(env.Provider()+l.with(`product_category_name = "nothing of this kind"`), l.typ,
			object{"product_categories": length(0), "id": knownvalue.Null()}),
	)...)
}

func TestAccProblemTypes_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	l := lookUpOf(t, "osm_problem_types")
	fault := func(name string) object {
		return object{"problem_types": entry(1, object{
			"business_type_id": text(simulator.ProblemFault), "business_type_name": text(name), "case_type": text("5"),
			"can_use_support_plan": truth(true),
		})}
	}
	all := lookUp{typ: l.typ}
	env.InProcess(append(both(env, l, fault("Server cannot be reached"), fault("实例无法连接")),
		shows(env.Provider()+l.with(`name = "Quota increase"`), l.typ,
			object{"problem_types": length(4), "id": text(simulator.ProblemQuota)}),
		shows(env.Provider()+all.with(), all.typ, object{"problem_types": length(14)}),
	)...)
	for _, r := range env.RequestsFor("ListProblemTypes") {
		if r.Query.Has("incident_sub_type_id") {
			t.Errorf("the query is %s", r.Query.Encode())
		}
	}
}

func TestAccRegions_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	dublin := func(name string) object {
		return object{"regions": entry(5, object{
			"region_id": text("eu-west-101"), "region_name": text(name), "type": number(1), "is_sensitive": number(1),
		})}
	}
	env.InProcess(both(env, lookUpOf(t, "osm_regions"), dublin("EU-Dublin"), dublin("欧洲-都柏林"))...)
}

func TestAccAreaCodes_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	l := lookUpOf(t, "osm_area_codes")
	hongKong := func(name string) object {
		return object{"area_codes": entry(1, object{"id": number(2), "area_code": text("852"), "area_name": text(name)})}
	}
	env.InProcess(append(both(env, l, hongKong("Hong Kong (China)"), hongKong("中国香港")),
		shows(env.Provider()+l.with(`name = "Canada"`), l.typ, object{"area_code": text("1"), "area_codes": length(7)}))...)
}

func TestAccSeverities_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	l := lookUpOf(t, "osm_severities")
	critical := func(name, language string) object {
		return object{"show": truth(true), "severities": entry(3, object{
			"severity_id": text(simulator.SeverityCritical), "severity_name": text(name), "language": text(language),
		})}
	}
	env.InProcess(append(both(env, l, critical("Critical", "en-us"), critical("紧急", "zh-cn")),
		during(func() { env.SetSupportPlan(false) },
			shows(env.Provider()+l.with(), l.typ, object{"show": truth(false), "severities": length(0)})),
		failing(env.Provider()+l.with(`name = "High"`),
			"Unknown severity", "lists no severity for these arguments and this account"),
	)...)
}

func TestAccCaseTemplates_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	l := lookUp{typ: "osm_case_templates", needs: []string{fmt.Sprintf("business_type_id = %q", simulator.ProblemFault)}}
	short := func(name, content string) object {
		return object{"id": knownvalue.Null(), "content": knownvalue.Null(), "templates": entry(1, object{
			"incident_template_id": text("8178de482daf1840db86e161c88b150d"), "incident_template_name": text(name),
			"incident_template_content": text(content)})}
	}
	env.InProcess(append(both(env, l, short("Failure, short", "What happened:"), short("故障简要模板", "故障现象：")),
		shows(env.Provider()+l.with(`name = "Failure, short"`), l.typ,
			object{"id": text("8178de482daf1840db86e161c88b150d"), "content": text("What happened:")}),
		shows(env.Provider(chinese)+l.with(`name = "故障模板"`), l.typ, object{"content": text("故障现象：\n开始时间：\n受影响的资源：")}),
	)...)
}

func TestAccExtendsParams_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	l := lookUp{typ: "osm_extends_params", needs: []string{fmt.Sprintf("business_type_id = %q", simulator.ProblemQuota)}}
	quota := func(name, desc, tips, language, region string) object {
		return object{
			"extends_params": entry(1, object{
				"param_key":     text("target_quota"),
				"param_name":    text(name),
				"param_desc":    text(desc),
				"tips":          text(tips),
				"param_type":    number(1),
				"required":      number(1),
				"length":        number(5),
				"min_value":     number(1),
				"max_value":     number(10000),
				"default_value": text(""),
				"select_item":   text(""),
				"is_show":       number(1),
				"is_sensitive":  number(0),
				"language":      text(language),
			}),
			"common_params": knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(object{
				"param_key": text("region_id"), "param_name": text(region), "is_show": number(1), "is_required": number(0)})}),
		}
	}
	english := quota("New quota", "Quota wanted in all", "1 to 10000", "en-us", "Region")
	env.InProcess(append(both(env, l, english, quota("目标配额", "期望的配额总数", "1到10000", "zh-cn", "区域")),
		shows(env.Provider()+l.with(`incident_sub_type_id = "1"`, product), l.typ, english))...)
	requests := env.RequestsFor("ListExtendsParams")
	last := requests[len(requests)-1].Query
	if last.Get("incident_sub_type_id") != "1" || last.Get("product_category_id") != simulator.ProductServer {
		t.Errorf("the query is %s", last.Encode())
	}
}

func TestAccSatisfactionDimensions_values(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, simulator.Options{})
	result := func(name, desc string) object {
		return object{"satisfaction_dimensions": entry(2, object{
			"satisfaction_id": number(3), "satisfaction_name": text(name), "satisfaction_desc": text(desc),
			"value": number(5), "per_value": number(1), "sat_category_id": text("1"),
		})}
	}
	env.InProcess(both(env, lookUpOf(t, "osm_satisfaction_dimensions"), result("Result", "How well the problem was solved"),
		result("处理结果", "问题解决程度"))...)
}

// TestAccLimits_values shows the limits in every form of numbers that the service may use.
func TestAccLimits_values(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]simulator.NumberForm{
		"as documented": simulator.NumbersAsDocumented, "strings": simulator.NumbersAsStrings,
		"numbers": simulator.NumbersAsNumbers,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, simulator.Options{Behaviors: simulator.Behaviors{Numbers: form}})
			env.SetLimits(3, 4, "jpg", "log")
			env.SetCcLimit(7)
			env.InProcess(
				shows(env.Provider()+data("osm_case_limits"), "osm_case_limits",
					object{"create_case_ccemail_max_count": number(7)}),
				shows(env.Provider()+data("osm_accessory_limits"), "osm_accessory_limits", object{
					"limit_count":      number(3),
					"limit_size":       number(4),
					"limit_size_bytes": number(4 * 1024 * 1024),
					"limit_file_type":  text("jpg,log"),
					"file_types":       knownvalue.ListExact([]knownvalue.Check{text("jpg"), text("log")})}),
			)
		})
	}
}
