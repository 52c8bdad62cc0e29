namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>A rung has nothing to set.</summary>
public sealed record NoSettings : RungSettings;
