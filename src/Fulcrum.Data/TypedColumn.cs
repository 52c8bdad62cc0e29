namespace Fulcrum.Data;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, which no other column has.</param>
/// <param name="Kind">What all its values are.</param>
public sealed record TypedColumn(string Name, CellKind Kind = CellKind.Text);
