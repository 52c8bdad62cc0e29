namespace Fulcrum.Ladder.Constraints;

/// <summary>Texts do not leave the machine.</summary>
internal sealed class DataStaysHere : IConstraint
{
    public string Key => "constraints.data_stays_here";

    public Veto? Check(ConstraintSubject subject) => subject.Trial.SendsTextsTo is { } host
        ? new Veto(subject.Trial.Id, Key, $"It sends texts to {host}, but the data stays here.")
        : null;
}
