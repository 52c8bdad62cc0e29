namespace Fulcrum.Ladder.Racing;

/// <summary>What an arm is going to take, from its trials so far, or before any from its model and this machine.</summary>
public sealed record ArmEstimate
{
    /// <summary>Rows of train of its next pilot; <see langword="null"/> where none is left.</summary>
    public int? PilotRows { get; init; }

    /// <summary>Seconds of that pilot.</summary>
    public double? PilotSeconds { get; init; }

    /// <summary>Seconds of all rows with one setting, test, dev and shift included.</summary>
    public double OneSettingSeconds { get; init; }

    /// <summary>Seconds of the whole trial: all rows with every setting of its search.</summary>
    public double AllSettingsSeconds { get; init; }

    /// <summary>How many settings that are; 1 where it is not known.</summary>
    public int Settings { get; init; } = 1;

    /// <summary>The band: what is estimated may be this many times longer or shorter.</summary>
    public double Factor { get; init; } = 1;
}
