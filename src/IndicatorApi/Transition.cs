// While features move one by one. Who calls is asked in every feature;
global using IndicatorApi.Access;
// and endpoints that have not moved call this one so: inside those that have, the name belongs to their base class.
global using Query = IndicatorApi.Http.ParameterText;
