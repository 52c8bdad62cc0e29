using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Rungs.Settings;

/// <summary>
/// The settings of a rung that a task file may give, under its name and in snake_case. A new instance holds the defaults; limits
/// of single values are attributes (<see cref="AtLeastAttribute"/>, <see cref="AboveAttribute"/>, <see cref="BelowAttribute"/>,
/// <see cref="NotEmptyAttribute"/>), which also make the schema.
/// </summary>
public abstract record RungSettings
{
    /// <summary>What is wrong with values that are each allowed but do not go together.</summary>
    public virtual IEnumerable<SettingError> Check() => [];

    /// <summary>What is wrong with values that have no meaning in a kind of task.</summary>
    public virtual IEnumerable<SettingError> CheckFor(TaskKind kind) => [];
}
