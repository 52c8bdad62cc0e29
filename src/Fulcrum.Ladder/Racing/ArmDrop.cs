namespace Fulcrum.Ladder.Racing;

/// <summary>Why an arm was dropped.</summary>
/// <param name="Rival">The arm that it cannot catch up with.</param>
/// <param name="Rows">Rows of dev that both had answered.</param>
/// <param name="Accuracy">Its mean score on these rows, 0 to 1.</param>
/// <param name="RivalAccuracy">That of the rival.</param>
/// <param name="UpperLead">The upper bound of its lead on the rival, below 0.</param>
/// <param name="Allowance">What more rows and untried settings may still add, at most.</param>
/// <param name="TrainRows">Rows of train that it had learned from.</param>
public sealed record ArmDrop(string Rival, int Rows, double Accuracy, double RivalAccuracy, double UpperLead, double Allowance, int TrainRows);
