namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>The list has at least one entry.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotEmptyAttribute : Attribute;
