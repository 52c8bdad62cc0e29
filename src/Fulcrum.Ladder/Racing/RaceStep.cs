using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>What a race is to do next.</summary>
/// <param name="Next">The trial to run, with its time where there is a budget; <see langword="null"/>: there is nothing to start.</param>
/// <param name="Arms">How the arms stand, in the order of the setup.</param>
public sealed record RaceStep(Trial? Next, IReadOnlyList<ArmStatus> Arms);
