namespace Fulcrum.Ladder.Rungs;

/// <summary>What is to be answered.</summary>
/// <param name="Id">How errors call it, e.g. the row's id.</param>
/// <param name="Text">The text.</param>
public readonly record struct TaskInput(string Id, string Text);
