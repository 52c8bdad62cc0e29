using System.Text.Json.Nodes;

namespace Fulcrum.Ladder.Rungs;

/// <summary>One setting of a rung that a task file may give.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Description">What it does, for the schema.</param>
/// <param name="Schema">What values it takes, as JSON schema.</param>
public sealed record RungSetting(string Name, string Description, JsonObject Schema);
