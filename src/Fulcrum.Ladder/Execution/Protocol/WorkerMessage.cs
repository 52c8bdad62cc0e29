using Fulcrum.Ladder.Trials;
using System.Text.Json.Serialization;
using Fulcrum.Ladder.Rungs;


namespace Fulcrum.Ladder.Execution.Protocol;

/// <summary>One line on a worker's standard output, about the trial it was asked for last.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(ResultMessage), "result")]
[JsonDerivedType(typeof(ErrorMessage), "error")]
internal abstract record WorkerMessage;

/// <summary>How far the trial is.</summary>
internal sealed record ProgressMessage(StageProgress Progress) : WorkerMessage;

/// <summary>The trial ended; <c>result.json</c> says the same, if it could be written.</summary>
internal sealed record ResultMessage(TrialResult Result) : WorkerMessage;

/// <summary>The request itself could not be understood.</summary>
internal sealed record ErrorMessage(string Reason) : WorkerMessage;
