namespace Fulcrum.Ladder.Cascades;

/// <summary>A row of dev as both parts of a cascade answered it.</summary>
/// <param name="Confidence">Of the cheap one in its answer, 0 to 1.</param>
/// <param name="IsLost">Whether the cheap one alone has it wrong: kept there, the row is lost against the costly one.</param>
/// <param name="Cluster">The number of the group that it belongs to, from 0 without gaps.</param>
internal readonly record struct DevRow(double Confidence, bool IsLost, int Cluster);
