namespace Fulcrum.Workers.Protocol;

/// <summary>A request as the worker has it. Any thread may answer, at any time.</summary>
/// <typeparam name="TBody">What is asked.</typeparam>
public sealed class ReceivedRequest<TBody>
{
    private readonly string id;
    private readonly MessageWriter messages;

    internal ReceivedRequest(string id, TBody body, MessageWriter messages) => (this.id, Body, this.messages) = (id, body, messages);

    /// <summary>What is asked.</summary>
    public TBody Body { get; }

    /// <summary>Says how far it is.</summary>
    public void Report(object progress) => messages.Report(id, progress);

    /// <summary>Answers it.</summary>
    public void Respond(object response) => messages.Respond(id, response);

    /// <summary>Says why it cannot be answered.</summary>
    public void Fail(string reason) => messages.Fail(id, reason);
}
