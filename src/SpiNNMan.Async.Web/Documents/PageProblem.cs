namespace SpiNNMan.Async.Web.Documents;

/// <summary>Something that is wrong.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Message">The problem, in words.</param>
/// <param name="Place">The chip, as in <c>1,2</c>, or the core, as in <c>1,2,3</c>; <see langword="null"/> if it is about neither.</param>
internal sealed record PageProblem(string Since, string Message, string? Place);
