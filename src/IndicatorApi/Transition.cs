// Endpoints that have not moved call it so; inside those that have, the name belongs to their base class.
global using Query = IndicatorApi.Http.ParameterText;
