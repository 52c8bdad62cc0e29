namespace Fulcrum.Web.Charts;

/// <summary>A mark on an axis.</summary>
/// <param name="Value">In the units of the data.</param>
/// <param name="Label">As it is written.</param>
public readonly record struct Tick(double Value, string Label);
