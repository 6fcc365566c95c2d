package io.loyaltymirror.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API behind its gates: {@code Accept}, tokens, spelling of the path, chain, then the operation. */
final class AltegioApi {
    private static final Pattern LOYALTY =
            Pattern.compile("/api/v1/(chains?)/(\\d{1,18})/loyalty/(certificate_types|abonement_types)"
                    + "(?:/(\\d{1,18})(/archive)?)?/?");

    private final SandboxState state;
    private final CertificateTypeCalls certificateTypes;
    private final MembershipTypeCalls membershipTypes;

    AltegioApi(SandboxState state) {
        this.state = state;
        certificateTypes = new CertificateTypeCalls(state);
        membershipTypes = new MembershipTypeCalls(state);
    }

    /**
     * Commits what the request asks for and says what it is answered.
     *
     * @throws Refusal with the envelope, if it is refused
     */
    Answer answer(Call call) {
        var accept = call.headers().get("Accept");
        if (accept == null || accept.isBlank()) {
            return Answer.refusal(400, "The Accept header is missing.");
        }
        var tokens = new Tokens(state.settings());
        tokens.refuseWithoutPartner(call);
        if (call.path().equals("/api/v1/auth") && call.method().equals("POST")) {
            return tokens.login(call);
        }
        tokens.refuseWithoutUser(call);
        var path = LOYALTY.matcher(call.path());
        var known = path.matches() && undocumented().spelling().accepts(path.group(1));
        return known ? inChain(path, call).without(undocumented().singleWithout()) : noOperation();
    }

    private Answer inChain(Matcher path, Call call) {
        var chain = state.chains().find(Long.parseLong(path.group(2)));
        if (chain.isEmpty()) {
            return Answer.refusal(403, "You have no rights to this chain.");
        }
        var id = Optional.ofNullable(path.group(4)).map(Long::valueOf);
        var operation = call.method() + (id.isPresent() ? " id" : "") + (path.group(5) == null ? "" : "/archive");
        var seen = seen(chain.get(), call);
        return path.group(3).equals("certificate_types")
                ? certificateTypes(operation, seen, id.orElse(0L), call)
                : membershipTypes(operation, seen, id.orElse(0L), call);
    }

    private SandboxChain seen(SandboxChain chain, Call call) {
        var lag = Duration.ofMillis(undocumented().readLagMs());
        if (call.isRead()) {
            return state.lag().shown(chain, lag);
        }
        state.lag().keep(chain, lag);
        return chain;
    }

    private Undocumented undocumented() {
        return state.settings().undocumented();
    }

    private Answer certificateTypes(String operation, SandboxChain chain, long id, Call call) {
        return switch (operation) {
            case "GET" -> certificateTypes.list(chain, call);
            case "POST" -> certificateTypes.create(chain, call);
            case "GET id" -> certificateTypes.get(chain, id);
            case "PUT id" -> certificateTypes.update(chain, id, call);
            case "DELETE id" -> certificateTypes.delete(chain, id);
            default -> noOperation();
        };
    }

    private Answer membershipTypes(String operation, SandboxChain chain, long id, Call call) {
        return switch (operation) {
            case "GET" -> membershipTypes.list(chain, call);
            case "GET id" -> membershipTypes.get(chain, id);
            case "PATCH id/archive" -> membershipTypes.archiveAsDocumented(chain, id, call);
            case "PATCH id" -> membershipTypes.archiveAsClient(chain, id, call);
            default -> noOperation();
        };
    }

    private static Answer noOperation() {
        return Answer.refusal(404, "No such operation.");
    }
}
