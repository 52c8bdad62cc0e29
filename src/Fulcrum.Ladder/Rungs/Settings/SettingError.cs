namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>What is wrong with a setting.</summary>
/// <param name="Setting">Its key in the task file, e.g. <c>learning_rates</c>.</param>
/// <param name="Message">A sentence that names it.</param>
/// <param name="Remedy">What to do, where that is not obvious.</param>
public sealed record SettingError(string Setting, string Message, string? Remedy = null);
