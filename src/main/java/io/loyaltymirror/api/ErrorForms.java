package io.loyaltymirror.api;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Knows which plane's form a failure gets. */
@ApplicationScoped
class ErrorForms {

    private final List<ErrorForm> forms;
    private final ErrorForm otherwise;

    ErrorForms(@All List<ErrorForm> forms) {
        this.forms = forms;
        this.otherwise = forms.stream()
                .filter(form -> form.prefix().equals("/"))
                .findFirst()
                .orElseThrow();
    }

    ErrorForm of(String path) {
        for (ErrorForm form : forms) {
            if (form != otherwise && (path.equals(form.prefix()) || path.startsWith(form.prefix() + "/"))) {
                return form;
            }
        }
        return otherwise;
    }
}
