using Fulcrum.Data;

namespace Fulcrum.Ladder.Rungs;

/// <summary>Some inputs cannot be read by a model, e.g. are too long for it. The others can be asked about without them.</summary>
public sealed class UnreadableTextsException : InputException
{
    /// <summary>
    /// What to do once a rung is fitted: its own advice is for a comparison, and how long a text may be was settled there.
    /// </summary>
    public const string AdviceAfterFitting = "Shorten the text, or compare again with --truncate head or --truncate tail.";

    /// <summary>The exception for inputs; its errors call each by its id.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="faults">What is wrong with some of them, at least one, by position.</param>
    public UnreadableTextsException(IReadOnlyList<TaskInput> inputs, IReadOnlyList<(int Index, InputError Error)> faults)
        : base([.. faults.Select(fault => fault.Error with { Message = $"Row {inputs[fault.Index].Id}: {fault.Error.Message}" })]) => Faults = faults;

    /// <summary>What is wrong with which input, by its position, in their order.</summary>
    public IReadOnlyList<(int Index, InputError Error)> Faults { get; }
}
