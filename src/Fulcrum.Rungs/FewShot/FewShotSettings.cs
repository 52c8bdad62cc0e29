using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.FewShot;

/// <summary>What can be set of the few-shot rung.</summary>
internal sealed record FewShotSettings : PromptSettings
{
    /// <summary>Examples shown in the prompt.</summary>
    [AtLeast(0)]
    public int Shots { get; init; } = 8;

    /// <summary>Draws of examples that are compared on the dev part.</summary>
    [AtLeast(1)]
    public int Draws { get; init; } = 3;
}
