namespace Fulcrum.Models.Generation.Json;

/// <summary>How far a JSON schema and its patterns may go: beyond what answers need, and short of what fills the stack or the memory.</summary>
internal static class SchemaLimits
{
    /// <summary>Schemas and values within each other.</summary>
    public const int Depth = 64;

    /// <summary>Characters of a pattern.</summary>
    public const int Pattern = 1000;

    /// <summary>Groups of a pattern within each other.</summary>
    public const int Groups = 50;

    /// <summary>States of an intersection.</summary>
    public const int States = 50_000;
}
