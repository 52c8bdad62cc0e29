namespace Fulcrum.Workers.Protocol;

/// <summary>A request as the worker has it. Any thread may answer, at any time.</summary>
/// <typeparam name="TBody">What is asked.</typeparam>
public sealed class ReceivedRequest<TBody>
{
    private readonly string _id;
    private readonly MessageWriter _messages;

    internal ReceivedRequest(string id, TBody body, MessageWriter messages) => (_id, Body, _messages) = (id, body, messages);

    /// <summary>What is asked.</summary>
    public TBody Body { get; }

    /// <summary>Says how far it is.</summary>
    public void Report(object progress) => _messages.Report(_id, progress);

    /// <summary>Answers it.</summary>
    public void Respond(object response) => _messages.Respond(_id, response);

    /// <summary>Says why it cannot be answered.</summary>
    public void Fail(string reason) => _messages.Fail(_id, reason);
}
